<?php
// PECL OAuth: the three steps, then a request; no Accept header, and a form for an answer.
$options = json_decode($argv[1], true);
$base = $options["url"] . "/restapi/1.0/common/oauth1";
$oauth = new OAuth(
    $options["key"], $options["secret"], OAUTH_SIG_METHOD_HMACSHA1, OAUTH_AUTH_TYPE_AUTHORIZATION
);
$temporary = $oauth->getRequestToken($base . "/request_token", $options["callback"], $options["method"]);
$page = file_get_contents($base . "/authorize?oauth_token=" . urlencode($temporary["oauth_token"]));
$verifier = json_decode($page, true)["oauth_verifier"];
$oauth->setToken($temporary["oauth_token"], $temporary["oauth_token_secret"]);
$token = $oauth->getAccessToken($base . "/access_token", null, $verifier, $options["method"]);
$oauth->setToken($token["oauth_token"], $token["oauth_token_secret"]);
$oauth->fetch($options["url"] . "/restapi/1.0/object/res.partner/3", ["fields" => "name"]);
echo $oauth->getLastResponse();
