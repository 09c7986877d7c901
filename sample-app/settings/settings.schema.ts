import { z } from 'zod';

/** `/settings/…` as Parameter Store holds it, all text and lists of text, and what the service makes of it. */
export const settingsSchema = z
  .object({
    'max-quantity': z.coerce.number().int().min(1),
    currencies: z.array(z.string().length(3)).min(1),
    'free-shipping': z.stringbool(),
    'support-email': z.email(),
  })
  .transform((stored) => ({
    maxQuantity: stored['max-quantity'],
    currencies: stored.currencies,
    freeShipping: stored['free-shipping'],
    supportEmail: stored['support-email'],
  }));

export type Settings = z.output<typeof settingsSchema>;

export const SETTING_NAMES = ['max-quantity', 'currencies', 'free-shipping', 'support-email'] as const;

export type SettingName = (typeof SETTING_NAMES)[number];
