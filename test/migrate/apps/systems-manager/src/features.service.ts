import { Injectable } from '@nestjs/common';
import { SystemsManagerService } from '@nestjs-aws/systems-manager';

interface Limits {
  orders: number;
}

@Injectable()
export class FeaturesService {
  // What the shop's owner switches.
  readonly isOpen = this.systemsManager.getAsBoolean('features.open');

  constructor(private readonly systemsManager: SystemsManagerService) {}

  limits(): Limits {
    return this.systemsManager.getAsJSON<Limits>('limits');
  }

  banner(): string {
    return this.systemsManager.getOrDefault('features.banner', 'Welcome!');
  }
}
