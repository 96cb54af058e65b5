// The flows that the README of simple-oauth2 shows.
const { AuthorizationCode, ClientCredentials } = require('simple-oauth2')

const { url, key, secret, callback } = JSON.parse(process.argv[2])
const config = {
  client: { id: key, secret },
  auth: {
    tokenHost: url,
    tokenPath: '/restapi/1.0/common/oauth2/access_token',
    revokePath: '/restapi/1.0/common/oauth2/revoke',
  },
}
const withPage = { authorizePath: '/restapi/1.0/common/oauth2/authorize' }

async function status(token) {
  const headers = { Authorization: 'Bearer ' + token.token.access_token }
  return (await fetch(url + '/restapi/1.0/object/res.partner/3?fields=name', { headers })).status
}

async function main() {
  const client = new AuthorizationCode({ ...config, auth: { ...config.auth, ...withPage } })
  const address = client.authorizeURL({ redirect_uri: callback, scope: 'read write', state: 'xyz' })
  const page = await fetch(address, { headers: { Accept: 'text/html' }, redirect: 'manual' })
  const code = new URL(page.headers.get('location')).searchParams.get('code')
  const token = await client.getToken({ code, redirect_uri: callback })
  const refreshed = await token.refresh()
  const statuses = [await status(token), await status(refreshed)]
  await refreshed.revokeAll()
  statuses.push(await status(refreshed))

  const machine = await new ClientCredentials(config).getToken({ scope: 'read' })
  statuses.push(await status(machine))
  console.log(JSON.stringify({ statuses, expired: token.expired(), scope: machine.token.scope }))
}

main()
