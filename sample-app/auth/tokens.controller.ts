import { Controller, Post } from '@nestjs/common';
import { TokensService } from './tokens.service.js';

/** Gives a token to each program on this machine. A real service would ask for a password first. */
@Controller('tokens')
export class TokensController {
  constructor(private readonly tokens: TokensService) {}

  @Post()
  async create(): Promise<{ token: string }> {
    return { token: await this.tokens.sign({ sub: 'staff' }) };
  }
}
