import type { FactoryProvider } from '@nestjs/common';
import { getSecret } from '@aws-lambda-powertools/parameters/secrets';

export class PaymentsClient {
  static readonly provider: FactoryProvider<PaymentsClient> = {
    provide: PaymentsClient,
    useFactory: async () =>
      new PaymentsClient(String(await getSecret('prod/payments'))),
  };

  constructor(readonly key: string) {}
}
