import { Module } from '@nestjs/common';
import { ConfigModule, ConfigService } from '@nestjs/config';
import { PSConfigModule } from 'nestjs-param-store';
import { PostsModule } from './posts.module';

@Module({
  imports: [
    ConfigModule.forRoot({ isGlobal: true }),
    PSConfigModule.registerAsync({
      imports: [ConfigModule],
      useFactory: async (config: ConfigService) => ({
        ssmParamStorePath: config.getOrThrow<string>('APP_CONFIG_PATH'),
        ssmDecryptParams: true,
        ssmRecursive: true,
        ssmClientOptions: {
          region: config.getOrThrow<string>('AWS_REGION'),
        },
      }),
      inject: [ConfigService],
    }),
    PostsModule,
  ],
})
export class AppModule {}
