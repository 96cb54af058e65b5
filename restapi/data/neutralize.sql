-- Odoo 16.0 and later run this when they neutralize a copy of a database; on earlier series, run it by hand.
-- The copy then serves no application of the original and holds no usable secrets. To test with an
-- application, unarchive it and create a new secret for it.
UPDATE restapi_application
   SET active = false,
       generation = generation + 1,
       client_secret_sealed = NULL,
       database_uuid = 'neutralized';

UPDATE restapi_webhook
   SET active = false, secret_sealed = NULL, database_uuid = 'neutralized';

DELETE FROM restapi_webhook_delivery;
DELETE FROM restapi_idempotency_key;
DELETE FROM restapi_oauth1_token;
DELETE FROM restapi_oauth2_token;
DELETE FROM restapi_signing_key;

UPDATE ir_config_parameter
   SET value = '0'
 WHERE key = 'restapi.demo';
