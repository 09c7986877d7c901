import { Module } from '@nestjs/common';
import { DatabaseModule } from '../database/database.module.js';
import { RotatedSecret } from './rotated-secret.js';
import { RotationController } from './rotation.controller.js';
import { RotationService } from './rotation.service.js';

@Module({
  imports: [DatabaseModule],
  controllers: [RotationController],
  providers: [RotatedSecret, RotationService],
  exports: [RotationService],
})
export class RotationModule {}
