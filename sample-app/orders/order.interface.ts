export interface Order {
  readonly id: string;
  readonly item: string;
  readonly quantity: number;
  /** In the currency's minor unit: 1250 is 12.50. */
  readonly unitPrice: number;
  readonly currency: string;
  readonly shipping: 'free' | 'standard';
  readonly createdAt: Date;
}
