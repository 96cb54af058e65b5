{
    "name": "REST API",
    "summary": "Odoo's models and reports over HTTP, signed in with OAuth 1.0a and OAuth 2.0",
    "version": "1.0.1",
    "category": "Technical",
    "author": "The restapi contributors",
    "website": "https://github.com/restapi-odoo/restapi",
    "license": "LGPL-3",
    "depends": ["base", "web"],
    "external_dependencies": {"python": ["oauthlib", "PyJWT", "cryptography"]},
    "data": [
        "security/restapi_security.xml",
        "security/ir.model.access.csv",
    ],
    "post_load": "post_load",
    "application": True,
}
