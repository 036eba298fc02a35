import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { SecureContextOptions } from 'node:tls';
import { Ajv, type ValidateFunction } from 'ajv';
import { WebSocketServer, type WebSocket } from 'ws';
import { DeviceKey, isSignedBy, publicKeyFromRaw, rootKeyFingerprint, signedText } from '../../agent/wire/index.js';
import {
  AGENT_FRAME_SCHEMAS,
  ARTIFACT_HEADERS,
  ENROL_REQUEST_SCHEMA,
  MAX_FRAME_BYTES,
  type AgentFrame,
  type EnrolRequest,
  type Installer,
  type Instruction,
  type InstructionKind,
  type InstructionParams,
} from '../../contracts/agent-protocol.js';

const ajv = new Ajv();
const enrolmentIsValid = ajv.compile(ENROL_REQUEST_SCHEMA);
const frameChecks = new Map<string, ValidateFunction>(
  Object.entries(AGENT_FRAME_SCHEMAS).map(([type, schema]) => [type, ajv.compile(schema)]),
);

/** What a server shows and proves over TLS, in PEM. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

export type TlsVersions = Pick<SecureContextOptions, 'minVersion' | 'maxVersion' | 'ciphers'>;

/** One device as the double knows it. */
export interface KnownDevice {
  readonly deviceId: string;
  readonly request: EnrolRequest;
  nextSeq: number;
  socket?: WebSocket;
}

export interface GatewayBehaviour {
  heartbeatSeconds: number;
  /** Whether results are confirmed. */
  receipts: boolean;
  /** Bytes an artifact answer stops after, as a broken line would. */
  cutArtifactsAfter?: number;
  /** Milliseconds between the chunks of an artifact. */
  slowArtifactsMs: number;
  /** Answers requests for artifacts with a page, as a captive portal does, or with a status. */
  artifactAnswer?: 'page' | number;
  /** How far the server's clock is ahead of this machine's. */
  aheadMs: number;
  /** Answers enrolments with this refusal. */
  refuseEnrolment?: { status: number; code: string };
}

/**
 * A server's agent side, written from the contract alone: it enrols, challenges, signs, serves artifacts and keeps
 * every frame. It checks each frame against its schema, so a test that uses it tests the agent's words as well.
 */
export class GatewayDouble {
  readonly behaviour: GatewayBehaviour = { heartbeatSeconds: 30, receipts: true, slowArtifactsMs: 0, aheadMs: 0 };
  readonly frames: { readonly deviceId: string; readonly frame: AgentFrame }[] = [];
  /** What the agent did that the contract forbids. */
  readonly violations: string[] = [];
  readonly devices = new Map<string, KnownDevice>();
  artifactRequests = 0;
  connections = 0;
  private readonly root = DeviceKey.generate();
  private readonly serverKey = DeviceKey.generate();
  private readonly artifacts = new Map<string, Buffer>();
  private readonly news = new EventEmitter().setMaxListeners(0);
  private readonly http: Server;
  private readonly sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES });

  private constructor(private readonly certificate: Certificate | undefined) {
    const answer = (request: IncomingMessage, response: ServerResponse) => void this.answer(request, response);
    this.http = certificate ? createTlsServer(certificate, answer) : createServer(answer);
    this.http.on('upgrade', (request, socket, head) => {
      this.sockets.handleUpgrade(request, socket, head, (webSocket) => this.converse(webSocket));
    });
  }

  static async listen(port = 0, certificate?: Certificate): Promise<GatewayDouble> {
    const double = new GatewayDouble(certificate);
    await double.listenAt(port);
    return double;
  }

  /** New connections are refused from now on; those that stand go on. */
  stopListening(): number {
    const { port } = this;
    this.http.close();
    return port;
  }

  async listenAt(port: number): Promise<void> {
    this.http.listen(port, '127.0.0.1');
    await once(this.http, 'listening');
  }

  /** Shows another certificate, or speaks other versions of TLS, to whoever comes from now on. */
  showCertificate(certificate: Certificate & TlsVersions): void {
    (this.http as TlsServer).setSecureContext(certificate);
  }

  get port(): number {
    return (this.http.address() as AddressInfo).port;
  }

  get url(): string {
    return `${this.certificate ? 'https' : 'http'}://127.0.0.1:${this.port}`;
  }

  token(): string {
    const secret = randomBytes(26)
      .toString('hex')
      .replace(/[^a-f2-7]/g, 'a')
      .slice(0, 26);
    return `lke_${randomBytes(16).toString('hex')}_${secret}_${rootKeyFingerprint(this.root.publicKey)}`;
  }

  /** Offers bytes for download. */
  publish(content: Buffer): Installer {
    const sha256 = createHash('sha256').update(content).digest('hex');
    this.artifacts.set(sha256, content);
    return { url: `/agent/v1/artifacts/${sha256}`, sha256, size: content.length, format: 'executable', arguments: [] };
  }

  /** Answers requests for these bytes with others. */
  corrupt(sha256: string, content: Buffer): void {
    this.artifacts.set(sha256, content);
  }

  /** Signs an instruction; `change` is applied before the signature. */
  sign<K extends InstructionKind>(
    deviceId: string,
    kind: K,
    params: InstructionParams[K],
    change: Partial<Instruction> = {},
    now = Date.now(),
  ): Instruction<K> {
    const device = this.devices.get(deviceId);
    const unsigned = {
      type: 'instruction',
      id: randomUUID(),
      seq: device ? device.nextSeq++ : 1,
      deviceId,
      generation: '1',
      kind,
      params,
      issuedAt: new Date(now).toISOString(),
      notBefore: new Date(now).toISOString(),
      expiresAt: new Date(now + 10 * 60_000).toISOString(),
      keyId: 'core-1',
      ...change,
    };
    return { ...unsigned, signature: this.serverKey.sign(signedText(unsigned)) } as Instruction<K>;
  }

  send(deviceId: string, frame: unknown): void {
    this.devices.get(deviceId)?.socket?.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  /** Signs and sends; the instruction is returned to be waited for. */
  instruct<K extends InstructionKind>(
    deviceId: string,
    kind: K,
    params: InstructionParams[K],
    change: Partial<Instruction> = {},
  ): Instruction<K> {
    const instruction = this.sign(deviceId, kind, params, change);
    this.send(deviceId, instruction);
    return instruction;
  }

  /** The first frame, past or coming, that the predicate accepts. */
  async frame<T extends AgentFrame['type']>(
    type: T,
    accept: (frame: Extract<AgentFrame, { type: T }>) => boolean = () => true,
    patienceMs = 15_000,
  ): Promise<Extract<AgentFrame, { type: T }>> {
    const find = () =>
      this.frames.find(({ frame }) => frame.type === type && accept(frame as Extract<AgentFrame, { type: T }>));
    for (const end = Date.now() + patienceMs; ;) {
      const found = find();
      if (found) return found.frame as Extract<AgentFrame, { type: T }>;
      const left = end - Date.now();
      if (left <= 0) throw new Error(`no ${type} frame came; frames: ${JSON.stringify(this.frames.slice(-8))}`);
      await Promise.race([
        once(this.news, 'frame'),
        new Promise((resolve) => setTimeout(resolve, Math.min(left, 200))),
      ]);
    }
  }

  reportOf({ id }: Instruction, patienceMs?: number) {
    return this.frame('report', (report) => report.instructionId === id, patienceMs);
  }

  /** Cuts every connection without a close frame. */
  dropConnections(): void {
    for (const socket of this.sockets.clients) socket.terminate();
  }

  async close(): Promise<void> {
    this.dropConnections();
    this.http.closeAllConnections();
    await new Promise((resolve) => this.http.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url === '/agent/v1/enrol') return this.enrol(request, response);
    const { artifactAnswer } = this.behaviour;
    if (artifactAnswer === 'page') return void response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome to our hotel</h1>');
    if (request.url === '/livez') return void response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    if (artifactAnswer) return void response.writeHead(artifactAnswer).end();
    const sha256 = /^\/agent\/v1\/artifacts\/([0-9a-f]{64})$/.exec(request.url ?? '')?.[1];
    const content = sha256 && this.artifacts.get(sha256);
    if (!sha256 || !content) return void response.writeHead(404).end();
    if (!this.mayFetch(request, sha256)) return void response.writeHead(401).end();
    this.artifactRequests += 1;
    response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': content.length });
    const end = Math.min(content.length, this.behaviour.cutArtifactsAfter ?? content.length);
    for (let at = 0; at < end; at += 64 * 1024) {
      if (this.behaviour.slowArtifactsMs)
        await new Promise((resolve) => setTimeout(resolve, this.behaviour.slowArtifactsMs));
      response.write(content.subarray(at, Math.min(at + 64 * 1024, end)));
    }
    if (end < content.length) return void response.destroy();
    response.end();
  }

  private async enrol(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as EnrolRequest;
    const { refuseEnrolment } = this.behaviour;
    if (refuseEnrolment || !enrolmentIsValid(body)) {
      if (!refuseEnrolment) this.violations.push(`enrolment: ${ajv.errorsText(enrolmentIsValid.errors)}`);
      const problem = { code: refuseEnrolment?.code ?? 'API-INPUT-01', detail: 'refused' };
      return void response
        .writeHead(refuseEnrolment?.status ?? 400, { 'content-type': 'application/problem+json' })
        .end(JSON.stringify(problem));
    }
    const known = [...this.devices.values()].find((device) => device.request.publicKey === body.publicKey);
    const deviceId = known?.deviceId ?? randomUUID();
    if (!known) this.devices.set(deviceId, { deviceId, request: body, nextSeq: 1 });
    const { publicKey } = this.serverKey;
    const signature = this.root.sign(`latchkey-server-key:core-1:${publicKey}`);
    const gatewayUrl = `${this.url.replace(/^http/, 'ws')}/agent/v1/connect`;
    const answer = {
      deviceId,
      rootKey: this.root.publicKey,
      serverKeys: [{ id: 'core-1', publicKey, signature }],
      gatewayUrl,
    };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  }

  private mayFetch(request: IncomingMessage, sha256: string): boolean {
    const header = (name: string) => String(request.headers[name] ?? '');
    const device = this.devices.get(header(ARTIFACT_HEADERS.device));
    const time = header(ARTIFACT_HEADERS.time);
    const key = device && publicKeyFromRaw(device.request.publicKey);
    const fresh = Math.abs(Date.now() + this.behaviour.aheadMs - Date.parse(time)) < 5 * 60_000;
    return fresh && !!key && isSignedBy(key, `latchkey-artifact:${sha256}:${time}`, header(ARTIFACT_HEADERS.signature));
  }

  private converse(socket: WebSocket): void {
    this.connections += 1;
    const nonce = randomBytes(24).toString('base64url');
    let device: KnownDevice | undefined;
    socket.on('error', () => undefined);
    socket.on('message', (message) => {
      const frame = JSON.parse(message.toString()) as AgentFrame;
      const check = frameChecks.get(frame.type);
      const isValid: boolean = check?.(frame) ?? false;
      if (!isValid) this.violations.push(`${frame.type}: ${check ? ajv.errorsText(check.errors) : 'unknown frame'}`);
      if (frame.type === 'auth') {
        const known = this.devices.get(frame.deviceId);
        const key = known && publicKeyFromRaw(known.request.publicKey);
        if (
          !known ||
          !key ||
          !isSignedBy(key, `latchkey-agent-auth:${nonce}:127.0.0.1:${this.port}`, frame.signature)
        ) {
          return socket.close(4401, JSON.stringify({ code: 'bad-identity' }));
        }
        device = known;
        known.socket = socket;
        socket.send(
          JSON.stringify({
            type: 'welcome',
            heartbeatSeconds: this.behaviour.heartbeatSeconds,
            resumeFrom: known.nextSeq - 1,
          }),
        );
      } else if (frame.type === 'report' && this.behaviour.receipts) {
        socket.send(JSON.stringify({ type: 'receipt', instructionId: frame.instructionId }));
      }
      this.frames.push({ deviceId: device?.deviceId ?? '', frame });
      this.news.emit('frame');
    });
    socket.send(JSON.stringify({ type: 'hello', nonce, serverTime: new Date(Date.now() + this.behaviour.aheadMs).toISOString(), aFieldOfTomorrow: true }));
  }
}
