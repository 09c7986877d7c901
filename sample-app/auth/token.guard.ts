import type { IncomingMessage } from 'node:http';
import { Injectable, UnauthorizedException, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { JsonWebTokenError } from '@nestjs/jwt';
import { TokensService } from './tokens.service.js';

/** Lets requests pass that bear a token of this service. */
@Injectable()
export class TokenGuard implements CanActivate {
  constructor(private readonly tokens: TokensService) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { authorization = '' } = context.switchToHttp().getRequest<IncomingMessage>().headers;
    const [, token] = /^Bearer (\S+)$/i.exec(authorization) ?? [];
    if (token === undefined) throw new UnauthorizedException('A token is needed: POST /tokens gives one');
    try {
      await this.tokens.verify(token);
    } catch (error) {
      if (!(error instanceof JsonWebTokenError)) throw error;
      throw new UnauthorizedException('The token is not valid', { cause: error });
    }
    return true;
  }
}
