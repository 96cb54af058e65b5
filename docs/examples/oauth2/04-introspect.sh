curl -s $API/common/oauth2/introspect -u $KEY:$SECRET -d token=$TOKEN
