package photos.webhook;

import io.jobqueue.JobEvent;
import io.jobqueue.JobStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Logs each webhook that was delivered after a retry.
 */
@Component
class LateDeliveries {

	private static final Logger logger = LoggerFactory.getLogger(LateDeliveries.class);

	@EventListener
	void onEnd(JobEvent.Finished event) {
		if (event.task().equals("deliver-webhook") && event.status() == JobStatus.SUCCESS && event.attempt() > 1) {
			logger.info("The webhook of job '{}' was delivered in attempt {}", event.id(), event.attempt());
		}
	}

}
