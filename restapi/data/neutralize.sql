-- Run by Odoo 16.0 and later when it neutralizes a copy of a database, and by hand on earlier series:
-- the copy serves no application of the original, and holds nothing that one could use there. To test
-- with an application, bring it back from the archive and make a new secret for it.
UPDATE restapi_application
   SET active = false,
       generation = generation + 1,
       client_secret_sealed = NULL,
       database_uuid = 'neutralized';

DELETE FROM restapi_oauth1_token;
DELETE FROM restapi_oauth2_token;
DELETE FROM restapi_signing_key;

UPDATE ir_config_parameter
   SET value = '0'
 WHERE key = 'restapi.demo';
