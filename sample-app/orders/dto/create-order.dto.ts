import { IsInt, IsNotEmpty, IsString, Length, Max, MaxLength, Min } from 'class-validator';

/** PostgreSQL's `integer` ends here. */
const LARGEST_INTEGER = 2_147_483_647;

/** What can be checked without asking anybody. Limits that are parameters are checked by the service. */
export class CreateOrderDto {
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  readonly item!: string;

  @IsInt()
  @Min(1)
  @Max(LARGEST_INTEGER)
  readonly quantity!: number;

  @IsInt()
  @Min(0)
  @Max(LARGEST_INTEGER)
  readonly unitPrice!: number;

  @IsString()
  @Length(3, 3)
  readonly currency!: string;
}
