import { Module } from '@nestjs/common';
import { JwtModule } from '@nestjs/jwt';
import { TokensController } from './tokens.controller.js';
import { TokensService } from './tokens.service.js';

/** Without a secret for the module: it would verify tokens that name no key. */
@Module({
  imports: [JwtModule.register({})],
  controllers: [TokensController],
  providers: [TokensService],
  exports: [TokensService],
})
export class AuthModule {}
