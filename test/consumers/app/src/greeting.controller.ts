import { Controller, Get, Param } from '@nestjs/common';
import { GreetingService, type Greeting } from './greeting.service.js';

@Controller('greetings')
export class GreetingController {
  constructor(private readonly greetings: GreetingService) {}

  @Get(':name')
  greet(@Param('name') name: string): Greeting {
    return this.greetings.greet(name);
  }
}
