package photos;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * Stands for the server of somebody else that hears of photos. It fails at times: the
 * first call for some photos, by their names, and every call to {@link #BROKEN_PATH}.
 */
@RestController
class Receiver {

	static final String PATH = "/receiver";

	static final String BROKEN_PATH = "/receiver/broken";

	static final String ATTEMPT = "X-Attempt";

	@PostMapping(PATH)
	ResponseEntity<Void> receive(@RequestBody Webhook webhook, @RequestHeader(ATTEMPT) int attempt) {
		boolean refused = attempt == 1 && Math.floorMod(webhook.photo().hashCode(), 3) == 0;
		return ResponseEntity.status(refused ? 503 : 204).build();
	}

	@PostMapping(BROKEN_PATH)
	ResponseEntity<Void> refuse() {
		return ResponseEntity.status(503).build();
	}

}
