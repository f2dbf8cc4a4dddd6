import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpsServer } from 'node:https';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { httpRequest, type HttpResponse } from '../../../src/adapters/twilio/http-client.ts';
import { withoutIds } from '../../support/normalised-text.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const VARIABLES = ['HTTP_PROXY', 'TWILIO_CA_BUNDLE'];
const before = new Map(VARIABLES.map((name) => [name, process.env[name]]));

const closing: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const [name, value] of before) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
  for (const close of closing.splice(0)) await close();
});

/** @returns its port on the loopback address */
async function portOf(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(async () => {
    server.close();
    await once(server, 'close');
  });
  return (server.address() as AddressInfo).port;
}

async function ask(uri: string): Promise<HttpResponse> {
  const headers = { Authorization: 'Basic c2VjcmV0' };
  const request = { method: 'post', uri, headers, data: { To: 'whatsapp:+447700900123' } };
  return await httpRequest(request, AbortSignal.timeout(5000));
}

describe('a request to Twilio', () => {
  it('uses the proxy of HTTP_PROXY, which sees only the host', async () => {
    const received: string[] = [];
    const proxy = createServer((socket) => {
      socket.once('data', (data) => {
        received.push(data.toString());
        socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
      });
    });
    process.env['HTTP_PROXY'] = `http://127.0.0.1:${await portOf(proxy)}`;
    await expect(ask('https://api.twilio.com/2010-04-01/Messages.json')).rejects.toMatchObject({
      code: 'ERR_PROXY_TUNNEL',
    });
    expect(received.join('')).toMatch(/^CONNECT api\.twilio\.com:443 HTTP/u);
    expect(withoutIds(received.join(''))).not.toMatch(/Messages|Basic|7700/u);
  });

  it.each(['proxy.example:8080', 'proxy.example', 'ftp://proxy.example'])(
    'is refused, and does not bypass the proxy, when HTTP_PROXY is not a URL: %s',
    async (address) => {
      process.env['HTTP_PROXY'] = address;
      await expect(ask('https://api.twilio.com/')).rejects.toMatchObject({
        problem: { code: 'settings_malformed', faults: [{ name: 'HTTP_PROXY' }] },
      });
    },
  );

  it('trusts the certificates in the file of TWILIO_CA_BUNDLE, and no self-signed one without it', async () => {
    const server = createHttpsServer(
      { cert: LOOPBACK_CERTIFICATE, key: LOOPBACK_KEY },
      (_, response) => response.end('{}'),
    );
    const uri = `https://127.0.0.1:${await portOf(server)}/`;
    await expect(ask(uri)).rejects.toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });

    const folder = temporaryFolder('urmston-trust-');
    closing.push(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'certificates.pem');
    writeFileSync(file, LOOPBACK_CERTIFICATE);
    process.env['TWILIO_CA_BUNDLE'] = file;
    expect(await ask(uri)).toMatchObject({ statusCode: 200, body: '{}' });
  });
});

/** A certificate for 127.0.0.1 that signs itself, valid from 2020 to 2120, and its key: they protect nothing. */
export const LOOPBACK_CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBXDCCAQKgAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAkxMjcuMC4w
LjEwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBQxEjAQBgNVBAMM
CTEyNy4wLjAuMTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABBBsHkwJor7kmNyo
6k3o90a4cZTsShu8sFe43pYaTyQ8KtoIwzCS63HKFdebxBJl0Wf9OU4UR2bBnt5D
/Vif3IWjQzBBMA8GA1UdEQQIMAaHBH8AAAEwDwYDVR0TAQH/BAUwAwEB/zAdBgNV
HQ4EFgQUPpM7pSqheQLow7ZtAkFaSnOoVKwwCgYIKoZIzj0EAwIDSAAwRQIgEBhj
4uULo7k3J/yNh5hLC42DUgvFsDf0uPblN9hlz7YCIQDLqN+5wwvtM4SEcZuPE/OU
IWXSUPJxJ3ekHRpD6V4xKQ==
-----END CERTIFICATE-----
`;

export const LOOPBACK_KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgfz754eLFnDHfAhkp
OkBAfRTIEaMq//kW/XW6Ra+KTlyhRANCAAQQbB5MCaK+5JjcqOpN6PdGuHGU7Eob
vLBXuN6WGk8kPCraCMMwkutxyhXXm8QSZdFn/TlOFEdmwZ7eQ/1Yn9yF
-----END PRIVATE KEY-----
`;
