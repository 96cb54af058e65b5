// The flow that the README of oauth-1.0a shows, with Node's own fetch.
const crypto = require('crypto')
const OAuth = require('oauth-1.0a')

const { url, key, secret, callback } = JSON.parse(process.argv[2])
const base = url + '/restapi/1.0/common/oauth1'
const oauth = OAuth({
  consumer: { key, secret },
  signature_method: 'HMAC-SHA256',
  hash_function: (text, hashKey) =>
    crypto.createHmac('sha256', hashKey).update(text).digest('base64'),
})

async function credentials(request, token) {
  const headers = oauth.toHeader(oauth.authorize(request, token))
  const answer = await fetch(request.url, { method: request.method, headers })
  const text = await answer.text()
  if (!answer.ok) throw new Error(text)
  const form = new URLSearchParams(text)
  return { key: form.get('oauth_token'), secret: form.get('oauth_token_secret') }
}

async function main() {
  const first = { url: base + '/request_token', method: 'POST', data: { oauth_callback: callback } }
  const temporary = await credentials(first)
  const page = await fetch(base + '/authorize?oauth_token=' + temporary.key, {
    headers: { Accept: 'text/html' },
    redirect: 'manual',
  })
  const verifier = new URL(page.headers.get('location')).searchParams.get('oauth_verifier')
  const second = { url: base + '/access_token', method: 'POST', data: { oauth_verifier: verifier } }
  const token = await credentials(second, temporary)

  const contacts = url + '/restapi/1.0/object/res.partner'
  const form = { vals: "{'name': 'Ünï & Cödé + 100% ~'}" }
  const create = { url: contacts, method: 'POST', data: form }
  const created = await fetch(contacts, {
    method: 'POST',
    headers: { ...oauth.toHeader(oauth.authorize(create, token)) },
    body: new URLSearchParams(form),
  })
  const contact = (await created.json()).Contact
  const read = { url: contacts + '/' + contact.id + "?fields=['name']", method: 'GET' }
  const answer = await fetch(read.url, { headers: oauth.toHeader(oauth.authorize(read, token)) })
  console.log(JSON.stringify({ status: answer.status, body: await answer.json() }))
}

main()
