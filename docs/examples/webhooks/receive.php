<?php
// Receives webhooks of Odoo and verifies them. PHP 7.4 or newer, no packages: php -S 127.0.0.1:3000 receive.php
const TOLERANCE = 300; // seconds that the clocks and the network may take

function isGenuine(string $body): bool
{
    $key = base64_decode(substr(getenv('WEBHOOK_SECRET'), strlen('whsec_')), true);
    if ($key === false || strlen($key) < 24) {
        throw new RuntimeException('WEBHOOK_SECRET is not a secret of a webhook');
    }
    $timestamp = $_SERVER['HTTP_WEBHOOK_TIMESTAMP'] ?? '';
    if (!preg_match('/^\d{1,12}$/D', $timestamp) || abs(time() - (int) $timestamp) > TOLERANCE) {
        return false;
    }
    $signed = ($_SERVER['HTTP_WEBHOOK_ID'] ?? '') . ".$timestamp.$body";
    $expected = 'v1,' . base64_encode(hash_hmac('sha256', $signed, $key, true));
    foreach (explode(' ', $_SERVER['HTTP_WEBHOOK_SIGNATURE'] ?? '') as $signature) {
        if (hash_equals($expected, $signature)) {
            return true;
        }
    }
    return false;
}

http_response_code(500); // unless this comes to its end
$body = file_get_contents('php://input');
if (!isGenuine($body)) {
    http_response_code(400);
    exit;
}
$event = json_decode($body, true);
error_log("{$event['type']} {$event['data']['id']}"); // your work, unless you have had $_SERVER['HTTP_WEBHOOK_ID'] before
http_response_code(204);
