import { Controller, HttpCode, HttpStatus, Post } from '@nestjs/common';
import type { Rotation } from './rotation.interface.js';
import { RotationService } from './rotation.service.js';

@Controller('rotate')
export class RotationController {
  constructor(private readonly rotation: RotationService) {}

  @Post()
  @HttpCode(HttpStatus.OK)
  async rotate(): Promise<Rotation> {
    return this.rotation.rotate();
  }
}
