// Receives webhooks of Odoo and verifies them: npm install standardwebhooks
const http = require("http");
const { Webhook } = require("standardwebhooks");

const webhook = new Webhook(process.env.WEBHOOK_SECRET); // whsec_…
const received = new Set(); // ids of deliveries; a real receiver stores them in a database

async function receive(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  let event;
  try {
    event = webhook.verify(Buffer.concat(parts), request.headers);
  } catch {
    return 400;
  }
  const id = request.headers["webhook-id"];
  if (!received.has(id)) {
    received.add(id);
    console.log(event.type, event.data.id); // your work, or a queue for it
  }
  return 204;
}

http
  .createServer(async (request, response) => response.writeHead(await receive(request)).end())
  .listen(3000, "127.0.0.1");
