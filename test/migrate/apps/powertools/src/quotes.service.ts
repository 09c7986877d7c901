import { Injectable } from '@nestjs/common';
import { getSecret } from '@aws-lambda-powertools/parameters/secrets';
import {
  getParameter,
  getParameters,
} from '@aws-lambda-powertools/parameters/ssm';

interface Login {
  username: string;
  password: string;
}

@Injectable()
export class QuotesService {
  async quote(amount: number) {
    const currency = await getParameter('/prod/quotes/currency');
    if (!currency) throw new Error('There is no currency.');
    const rates = await getParameters('/prod/quotes/rates', { maxAge: 60 });
    return { amount: amount * Number(rates?.[currency] ?? 1), currency };
  }

  async login(): Promise<string> {
    const [login, host] = await Promise.all([
      getSecret<Login>('prod/db', { transform: 'json', maxAge: 300 }),
      getParameter('/prod/quotes/db/host', { decrypt: true }),
    ]);
    return `${login?.username}:${login?.password}@${host}`;
  }
}
