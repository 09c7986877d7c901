export interface QuoteRequest {
  readonly item: string;
  readonly quantity: number;
  readonly currency: string;
}

export interface Quote extends QuoteRequest {
  readonly shipping: 'free' | 'standard';
  /** Proves, when the quote comes back as an order, that it was made here. */
  readonly signature: string;
}
