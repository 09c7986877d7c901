import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { SsmParam, SsmSecret } from 'nestjs-ssm-cache';
import type { Quote, QuoteRequest } from './quote.interface.js';

/**
 * The properties are promises: what they give is never older than `maxAge`, not even in the first call after a night. A
 * plain property would give the value from before the night once, and refresh it in the background, which is frozen, too.
 */
@Injectable()
export class QuoteService {
  @SsmParam('/orders/currencies') private readonly currencies!: Promise<string[]>;
  @SsmParam('/features/free-shipping', { transform: 'boolean' })
  private readonly freeShipping!: Promise<boolean>;
  @SsmSecret('prod/shop/quotes', { key: 'signingKey' }) private readonly signingKey!: Promise<string>;

  async quote({ item, quantity, currency }: QuoteRequest): Promise<Quote> {
    // Read together, whatever has expired is refreshed together.
    const [currencies, freeShipping, signingKey] = await Promise.all([
      this.currencies,
      this.freeShipping,
      this.signingKey,
    ]);
    if (!currencies.includes(currency)) throw new Error(`currency must be one of ${currencies.join(', ')}`);

    const terms = { item, quantity, currency, shipping: freeShipping ? 'free' : 'standard' } as const;
    const signature = createHmac('sha256', signingKey).update(JSON.stringify(terms)).digest('base64url');
    return { ...terms, signature };
  }
}
