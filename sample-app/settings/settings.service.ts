import { Injectable } from '@nestjs/common';
import { SsmParam } from 'nestjs-ssm-cache';

/**
 * The non-secret parameters. Each property is live: change the parameter, and once `maxAge` has passed it reads the new
 * value. Its declared type decides what it holds.
 */
@Injectable()
export class SettingsService {
  @SsmParam('/orders/max-quantity') readonly maxQuantity!: number;
  @SsmParam('/orders/currencies') readonly currencies!: string[];
  @SsmParam('/features/free-shipping') readonly freeShipping!: boolean;

  /** A promise: awaiting it never gives a value older than `maxAge`, while the others give the last known one at once. */
  @SsmParam('/support/email') readonly supportEmail!: Promise<string>;
}
