import { Injectable, UnauthorizedException } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { RefreshOnError, SecretVersions, SsmSecret } from 'nestjs-ssm-cache';
import { SIGNING_SECRET } from '../environment/names.js';
import { SIGNING_KEY_AGE } from '../environment/rotation-settings.js';

const LIFETIME = '10m';

/** What a token says of its bearer. */
export interface Bearer {
  readonly sub: string;
}

/**
 * Signs with the current key, and verifies with the key that the token names: the `kid` is the `VersionId` of the secret. A token stays
 * valid while the key is rotated.
 */
@Injectable()
export class TokensService {
  @SsmSecret(SIGNING_SECRET, {
    versions: ['AWSCURRENT', 'AWSPREVIOUS', 'AWSPENDING'],
    maxAge: SIGNING_KEY_AGE,
  })
  private readonly keys!: SecretVersions<string>;

  constructor(private readonly jwt: JwtService) {}

  async sign(bearer: Bearer): Promise<string> {
    const { current: secret, currentId: keyid } = this.keys;
    return this.jwt.signAsync({ ...bearer }, { secret, keyid, expiresIn: LIFETIME });
  }

  /** A key that is not known yet can be one that another instance signs with already: it is looked for once. */
  @RefreshOnError({ on: UnauthorizedException })
  async verify(token: string): Promise<Bearer> {
    const secret = this.keys.byId(this.jwt.decode(token, { complete: true })?.header.kid);
    if (secret === undefined) throw new UnauthorizedException('The key of the token is unknown');
    return this.jwt.verifyAsync<Bearer>(token, { secret, algorithms: ['HS256'] });
  }
}
