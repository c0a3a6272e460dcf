"""What implements the ports of the domain: DynamoDB, S3, SQS and secrets."""
