<?php
// Posts an invoice, pays it, and prints it to invoice.pdf. PHP 7.4 or newer, no packages.
const API = 'http://127.0.0.1:8069/restapi/1.0';

function send(string $method, string $path, array $headers, ?string $body = null): string
{
    $http = ['method' => $method, 'header' => $headers, 'content' => $body,
             'ignore_errors' => true, 'timeout' => 120];
    for ($attempt = 1; ; $attempt++) {
        $answer = file_get_contents(API . $path, false, stream_context_create(['http' => $http]));
        if ($answer === false) {
            throw new RuntimeException("no answer from $path");
        }
        $status = (int) explode(' ', $http_response_header[0])[1];
        if (!in_array($status, [429, 503]) || $attempt === 5) {
            break;
        }
        // the server has changed nothing: the request can be sent again
        preg_match('/^Retry-After: *(\d+)/im', implode("\n", $http_response_header), $found);
        sleep((int) ($found[1] ?? 5));
    }
    if ($status >= 400) {
        $problem = json_decode($answer, true);
        $detail = $problem['detail'] ?? $problem['error_description'] ?? $answer;
        throw new RuntimeException("$status: $detail");
    }
    return $answer;
}

function signIn(string $key, string $secret): string
{
    $headers = ['Authorization: Basic ' . base64_encode("$key:$secret"),
                'Content-Type: application/x-www-form-urlencoded'];
    $form = http_build_query(['grant_type' => 'client_credentials']);
    $answer = send('POST', '/common/oauth2/access_token', $headers, $form);
    return json_decode($answer, true)['access_token'];
}

$authorization = 'Authorization: Bearer ' . signIn(getenv('CLIENT_ID'), getenv('CLIENT_SECRET'));

function get(string $path, array $query, string $accept = 'application/json'): string
{
    global $authorization;
    return send('GET', "$path?" . http_build_query($query), [$authorization, "Accept: $accept"]);
}

function post(string $path, array $body = []): array
{
    global $authorization;
    $headers = [$authorization, 'Content-Type: application/json'];
    return json_decode(send('POST', $path, $headers, json_encode((object) $body)), true);
}

// The only key of an answer is the model's name.
$domain = [['type_tax_use', '=', 'sale'], ['amount', '=', 15], ['company_id', '=', 1]];
$query = ['domain' => json_encode($domain), 'fields' => 'name', 'limit' => 1];
$answer = get('/object/account.tax', $query);
$tax = current(json_decode($answer, true))[0]['id'];

$line = ['name' => 'Analytical engine', 'quantity' => 2, 'price_unit' => 150, 'tax_ids' => [$tax]];
$vals = ['move_type' => 'out_invoice', 'partner_id' => 3, 'invoice_date' => '2026-11-24',
         'invoice_line_ids' => ['create' => [$line]]];
$id = current(post('/object/account.move', ['vals' => $vals, 'fields' => ['name']]))['id'];
post("/object/account.move/$id/action_post");

$context = ['active_model' => 'account.move', 'active_ids' => [$id]];
$vals = ['payment_date' => '2026-11-25'];
$body = ['vals' => $vals, 'context' => $context, 'fields' => ['amount']];
$wizard = current(post('/object/account.payment.register', $body))['id'];
post("/object/account.payment.register/$wizard/action_create_payments");

$answer = get("/object/account.move/$id", ['fields' => 'name,payment_state,amount_total']);
$invoice = current(json_decode($answer, true));
echo "$invoice[name] $invoice[payment_state] $invoice[amount_total]\n";

$document = get("/report/account.report_invoice/$id", [], 'application/pdf');
file_put_contents('invoice.pdf', $document);
echo 'invoice.pdf: ', intdiv(filesize('invoice.pdf'), 1000), " kB\n";

try {
    get("/object/account.move/$id", ['fields' => 'nmae']);
} catch (RuntimeException $error) {
    echo $error->getMessage(), "\n";
}
