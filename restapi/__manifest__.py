{
    "name": "REST API",
    "summary": "Odoo's models and reports over HTTP, signed in with OAuth 1.0a and OAuth 2.0",
    "version": "1.0.1",
    "category": "Technical",
    "author": "The restapi contributors",
    "website": "https://github.com/restapi-odoo/restapi",
    "license": "LGPL-3",
    "depends": ["base", "web"],
    # PyJWT is needed too, and named by setup.cfg: 12.0 looks here for names of modules, the others
    # for names of packages, and those two differ for it.
    "external_dependencies": {"python": ["oauthlib", "cryptography"]},
    "data": [
        "security/restapi_security.xml",
        "security/ir.model.access.csv",
        "views/series_views.xml",
        "views/restapi_application_views.xml",
        "views/restapi_active_token_views.xml",
        "views/restapi_grant_views.xml",
        "views/res_users_views.xml",
        "views/oauth_templates.xml",
    ],
    "post_load": "post_load",
    "application": True,
}
