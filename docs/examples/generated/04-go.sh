openapi-generator-cli generate --generator-name go --input-spec odoo.json --output odoo \
    --additional-properties packageName=odoo,enumClassPrefix=true,withGoMod=false \
    --additional-properties disallowAdditionalPropertiesIfNotPresent=false \
    --inline-schema-options SKIP_SCHEMA_REUSE=true \
    --global-property models,apis,supportingFiles,modelTests=false,apiTests=false
