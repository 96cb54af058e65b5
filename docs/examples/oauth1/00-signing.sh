API=http://127.0.0.1:8069/restapi/1.0
member() { sed "s/.*\"$1\": *\"\([^\"]*\)\".*/\1/"; }
KEY=$(curl -s http://127.0.0.1:8069/start | member client_id)
SECRET=$(curl -s http://127.0.0.1:8069/start | member client_secret)
oauth() { # PLAINTEXT, only for loopback and https: the signature consists of the two secrets
    echo "Authorization: OAuth oauth_consumer_key=\"$KEY\", oauth_signature_method=\"PLAINTEXT\"," \
        "oauth_timestamp=\"$(date +%s)\", oauth_nonce=\"$RANDOM$RANDOM$RANDOM\"," \
        "oauth_signature=\"$SECRET%26${TOKEN_SECRET-}\", $1"
}
