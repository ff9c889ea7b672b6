package io.engage.sentiment.reading;

import io.engage.sentiment.SentimentConfig;
import io.smallrye.reactive.messaging.ClientCustomizer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.eclipse.microprofile.config.Config;

/** Gives the consumer the instance's name in its group, so that a restart takes its own partitions up at once. */
@ApplicationScoped
class GroupMember implements ClientCustomizer<Map<String, Object>> {
    private final SentimentConfig config;

    GroupMember(SentimentConfig config) {
        this.config = config;
    }

    @Override
    public Map<String, Object> customize(String channel, Config channelConfig, Map<String, Object> settings) {
        config.instanceId()
                .filter(name -> !name.isBlank())
                .ifPresent(name -> settings.put("group.instance.id", "sentiment-" + name));
        return settings;
    }
}
