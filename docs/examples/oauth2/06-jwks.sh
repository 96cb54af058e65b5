curl -s $API/common/oauth2/jwks
