import { Inject, Injectable } from '@nestjs/common';
import canonicalize from 'canonicalize';
import { createHmac, hkdfSync } from 'node:crypto';
import { WEB_CONFIG, type WebConfig } from '../../platform/config/web-config.js';

/** What a request does, as far as a proof for it is concerned. */
export interface Deed {
  readonly method: string;
  readonly url: string;
  readonly body?: unknown;
}

/** Marks deeds, so that a proof for one is good for no other; the mark tells nothing about the body, in which there may be a password. */
@Injectable()
export class Acts {
  private readonly key: Buffer;

  constructor(@Inject(WEB_CONFIG) config: WebConfig) {
    this.key = Buffer.from(hkdfSync('sha256', Buffer.from(config.accountsKey, 'base64url'), '', 'latchkey acts', 32));
  }

  /** 32 bytes over method, path and body; query parameters only say how something is planned. */
  of({ method, url, body }: Deed): Buffer {
    return createHmac('sha256', this.key).update(canonicalize({ method, path: url.split('?')[0], body: body ?? null })!).digest();
  }
}
