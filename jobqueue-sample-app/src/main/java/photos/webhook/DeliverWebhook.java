package photos.webhook;

import io.jobqueue.JobContext;
import io.jobqueue.JobFailure;
import io.jobqueue.JobHandler;
import io.jobqueue.JobRequest;
import io.jobqueue.annotation.JobTask;
import io.jobqueue.annotation.Retry;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.env.Environment;
import org.springframework.web.client.RestClient;

/**
 * Posts to the receiver that a photo is ready. A response that is no success throws, and
 * so leads to a retry. The receiver may get the same photo twice. A receiver gets at most
 * four requests at once, whatever the number of workers.
 */
@JobTask(queue = "webhooks", timeout = "10s", limitKey = DeliverWebhook.RECEIVER, maxRunningPerKey = 4,
		retry = @Retry(maxRetries = 3, delay = "500ms", maxDelay = "2s"))
public class DeliverWebhook implements JobHandler<Webhook, Void> {

	static final String RECEIVER = "receiver";

	private static final Logger logger = LoggerFactory.getLogger(DeliverWebhook.class);

	private final RestClient http = RestClient.create();

	private final Environment environment;

	DeliverWebhook(Environment environment) {
		this.environment = environment;
	}

	/** A request to post a webhook, under the limit of its receiver. */
	public static JobRequest request(Webhook webhook) {
		return JobRequest.of(DeliverWebhook.class, webhook).withLimitKey(RECEIVER, webhook.path());
	}

	@Override
	public @Nullable Void handle(Webhook webhook, JobContext job) {
		job.log("Attempt {}: posting '{}' to '{}'", job.attempt(), webhook.photo(), webhook.path());
		this.http.post()
			.uri(address(webhook))
			.header(Receiver.ATTEMPT, String.valueOf(job.attempt()))
			.header(Receiver.TOKEN_HEADER, webhook.token())
			.body(new Receiver.Ready(webhook.photo()))
			.retrieve()
			.toBodilessEntity();
		return null;
	}

	@Override
	public void onFailure(Webhook webhook, JobFailure failure) {
		logger.warn("Gave up on the webhook to '{}' for '{}' after {} attempts: {}", webhook.path(), webhook.photo(),
				failure.attempts(), failure.error().getMessage());
	}

	private String address(Webhook webhook) {
		return this.environment.resolveRequiredPlaceholders("http://127.0.0.1:${local.server.port:${server.port}}")
				+ webhook.path();
	}

}
