import { Controller, HttpCode, HttpStatus, Post } from '@nestjs/common';
import type { Rotation } from './rotation.interface.js';
import { RotationService } from './rotation.service.js';
import { SigningKeyRotation } from './signing-key-rotation.js';

@Controller('rotate')
export class RotationController {
  constructor(
    private readonly rotation: RotationService,
    private readonly signingKey: SigningKeyRotation,
  ) {}

  @Post()
  @HttpCode(HttpStatus.OK)
  async rotate(): Promise<Rotation> {
    return this.rotation.rotate();
  }

  @Post('signing-key')
  @HttpCode(HttpStatus.OK)
  async rotateSigningKey(): Promise<{ versionId: string }> {
    return this.signingKey.rotate();
  }
}
