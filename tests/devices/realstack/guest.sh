#!/bin/sh
# Process 1 of the virtual machine: the Bluetooth service of the system, then the scenarios, then off.
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root PYTHONDONTWRITEBYTECODE=1
mount -t tmpfs tmpfs /run
mkdir -p /run/dbus /run/lock /var/lib/bluetooth
mount -t tmpfs tmpfs /var/lib/bluetooth
busybox ip link set lo up
up=$(cut -d ' ' -f 1 /proc/uptime)
echo "GUEST up after $up s"
if [ "${up%.*}" -ge 30 ]; then # 3 to 7 s are usual: at a fifth of that speed the stack's own time-outs strike
    echo "GUEST too slow"
    busybox poweroff -f
fi
unset DBUS_SYSTEM_BUS_ADDRESS
dbus-daemon --system --fork --nopidfile
/usr/libexec/bluetooth/bluetoothd -n 2>/run/bluetoothd.log &
cd "$root_folder" && "$python" -m tests.devices.realstack.practise ${only:+"$only"}
rc=$?
[ "$rc" = 0 ] || tail -n 40 /run/bluetoothd.log
echo "GUEST rc=$rc after $(cut -d ' ' -f 1 /proc/uptime) s"
busybox poweroff -f
