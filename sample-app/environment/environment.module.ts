import { Global, Module, type DynamicModule } from '@nestjs/common';
import type { SampleEnvironment } from './sample-environment.interface.js';

export const SAMPLE_ENVIRONMENT = 'SAMPLE_ENVIRONMENT';

@Global()
@Module({})
export class EnvironmentModule {
  static forRoot(environment: SampleEnvironment): DynamicModule {
    return {
      module: EnvironmentModule,
      providers: [{ provide: SAMPLE_ENVIRONMENT, useValue: environment }],
      exports: [SAMPLE_ENVIRONMENT],
    };
  }
}
