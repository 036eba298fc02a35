// Ends with 0 when this machine's server answers /readyz with 200.
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

const isTls = Boolean(process.env.LATCHKEY_TLS_CERT);
// Our own listener on our own machine: which name its certificate bears does not matter here.
const question = (isTls ? requestHttps : requestHttp)(
  { host: '127.0.0.1', port: process.env.LATCHKEY_PORT ?? 8080, path: '/readyz', timeout: 4_000, rejectUnauthorized: false },
  (answer) => process.exit(answer.statusCode === 200 ? 0 : 1),
);
question.once('error', () => process.exit(1));
question.once('timeout', () => process.exit(1));
question.end();
