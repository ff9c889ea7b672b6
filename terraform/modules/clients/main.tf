# The settings with which our services reach Kafka (TLS, SCRAM) and Redis (TLS, password), as Quarkus reads them: text alone.

locals {
  kafka = var.user == "" ? "" : <<-END
    kafka.bootstrap.servers=${var.bootstrap_servers}
    kafka.security.protocol=SASL_SSL
    kafka.sasl.mechanism=SCRAM-SHA-512
    kafka.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username="${var.user}" password="{secret:kafka-${var.user}}";
    kafka.ssl.truststore.type=PEM
    kafka.ssl.truststore.location=/etc/engage/ca.crt
  END

  redis = var.redis_host == "" ? "" : <<-END
    quarkus.redis.hosts=rediss://:{secret:redis-password}@${var.redis_host}:6379
    quarkus.redis.tls-configuration-name=redis
    quarkus.tls.redis.trust-store.pem.certs=/etc/engage/ca.crt
    quarkus.tls.redis.hostname-verification-algorithm=HTTPS
  END
}
