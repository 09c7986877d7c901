import { Controller, Get, UseGuards } from '@nestjs/common';
import { TokenGuard } from '../auth/token.guard.js';
import { OrdersRepository } from './orders.repository.js';
import type { Sales } from './sales.interface.js';

/** What was sold so far. It needs a token. */
@Controller('sales')
@UseGuards(TokenGuard)
export class SalesController {
  constructor(private readonly orders: OrdersRepository) {}

  @Get()
  async findAll(): Promise<Sales[]> {
    return this.orders.findSales();
  }
}
