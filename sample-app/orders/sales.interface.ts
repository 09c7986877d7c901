/** What was sold of one item in one currency. */
export interface Sales {
  readonly item: string;
  readonly currency: string;
  readonly quantity: number;
  /** In the currency's minor unit. */
  readonly amount: number;
}
