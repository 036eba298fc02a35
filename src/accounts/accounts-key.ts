import { Inject, Injectable } from '@nestjs/common';
import { WEB_CONFIG, type WebConfig } from '../platform/config/web-config.js';
import { SealingKey } from '../platform/sealing/sealing-key.js';

/** Seals what web has to read again: secrets of one-time codes, challenges, what an identity provider entrusted. Core has another key. */
@Injectable()
export class AccountsKey extends SealingKey {
  constructor(@Inject(WEB_CONFIG) config: WebConfig) {
    super(Buffer.from(config.accountsKey, 'base64url'), config.olderAccountsKeys.map((key) => Buffer.from(key, 'base64url')));
  }
}
