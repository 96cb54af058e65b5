# CLIENT_ID and CLIENT_SECRET are those of your application of kind web
API=http://127.0.0.1:8069/restapi/1.0
CALLBACK=http://127.0.0.1:3000/callback   # registered with it
member() { sed "s/.*\"$1\": *\"\([^\"]*\)\".*/\1/"; }
base64url() { base64 | tr '+/' '-_' | tr -d '=\n'; }

STATE=$(head -c 32 /dev/urandom | base64url)
VERIFIER=$(head -c 32 /dev/urandom | base64url)
CHALLENGE=$(printf %s $VERIFIER | openssl dgst -sha256 -binary | base64url)
echo "Open this in your browser, and enter the address where you end:"
echo "$API/common/oauth2/authorize?response_type=code&client_id=$CLIENT_ID&redirect_uri=$CALLBACK&scope=read&state=$STATE&code_challenge=$CHALLENGE&code_challenge_method=S256"
read -r ADDRESS
case $ADDRESS in *"state=$STATE"*) ;; *) echo "not our sign-in"; exit 1 ;; esac
CODE=$(echo "$ADDRESS" | sed 's/.*[?&]code=\([^&]*\).*/\1/')

TOKEN=$(curl -s -u $CLIENT_ID:$CLIENT_SECRET $API/common/oauth2/access_token -d grant_type=authorization_code \
    -d code=$CODE -d code_verifier=$VERIFIER -d redirect_uri=$CALLBACK | member access_token)
curl -s -H "Authorization: Bearer $TOKEN" "$API/object/res.country/20?fields=name"
