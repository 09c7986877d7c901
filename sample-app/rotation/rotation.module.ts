import { Module } from '@nestjs/common';
import { DatabaseModule } from '../database/database.module.js';
import { RotatedSecrets } from './rotated-secrets.js';
import { RotationController } from './rotation.controller.js';
import { RotationService } from './rotation.service.js';
import { SigningKeyRotation } from './signing-key-rotation.js';

@Module({
  imports: [DatabaseModule],
  controllers: [RotationController],
  providers: [RotatedSecrets, RotationService, SigningKeyRotation],
  exports: [RotationService, SigningKeyRotation],
})
export class RotationModule {}
