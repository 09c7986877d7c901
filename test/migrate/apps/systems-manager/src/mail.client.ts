import { Injectable, Logger } from '@nestjs/common';
import { SystemsManagerService } from '@nestjs-aws/systems-manager';

@Injectable()
export class MailClient {
  private readonly logger = new Logger(MailClient.name);
  private readonly token: string;

  constructor(systemsManager: SystemsManagerService) {
    this.token = systemsManager.getSecret('prod/mail');
  }

  headers(): Record<string, string> {
    this.logger.debug('A mail is sent.');
    return { authorization: `Bearer ${this.token}` };
  }
}
