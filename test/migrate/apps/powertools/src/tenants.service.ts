import { Injectable } from '@nestjs/common';
import { getParameter } from '@aws-lambda-powertools/parameters/ssm';

@Injectable()
export class TenantsService {
  async plan(): Promise<string> {
    return (await getParameter('/prod/tenants/plan'))!;
  }
}
