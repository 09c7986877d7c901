import { Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';

class Strategy {
  constructor(readonly options: { secretOrKey: string; issuer: string }) {}
}

@Injectable()
export class JwtStrategy extends Strategy {
  constructor(config: ConfigService) {
    super({
      secretOrKey: config.getOrThrow<string>('JWT_SECRET'),
      issuer: config.get('JWT_ISSUER') ?? 'shop',
    });
  }
}
